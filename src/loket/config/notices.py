"""How this node tells applicants, out of its settings."""

from loket.config.settings import NodeSettings, NoticeWay, SettingsError
from loket.node.partners.notices import AppriseNotices, FolderNotices, NoticePort, NoticeUrlError


def notice_port(settings: NodeSettings) -> NoticePort:
    """The folder or the gateways; SettingsError for an address that apprise cannot read."""
    if settings.notices is NoticeWay.FOLDER:
        return FolderNotices(settings.notices_folder)
    try:
        return AppriseNotices(settings.notice_urls)
    except NoticeUrlError as error:
        message = f"LOKET_NOTICE_URLS: {error}"
        raise SettingsError(message) from None
