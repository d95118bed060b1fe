"""Portrait, fingers and signature in a real browser; its camera shows a photograph nobody here made."""

import os

import pytest
from PIL import Image
from playwright.sync_api import expect

from builders.counter import PASSWORD
from builders.country import bring_to, the_row
from builders.photographs import as_jpeg, enlarged
from loket.core.domain.terms import Stage
from loket.node.papers.drawings import draw_portrait


@pytest.fixture
def film(tmp_path):
    """What the camera sees: one still, 25 times, as motion JPEG."""
    scene = Image.new("RGB", (960, 720), "#8b8f94")
    scene.paste(enlarged("collins", 720 / 512), (120, 0))
    path = tmp_path / "camera.mjpeg"
    path.write_bytes(as_jpeg(scene) * 25)
    return path


@pytest.fixture
def interviewer(country, address, browser, chromium, film):
    arguments = [
        *(("--no-sandbox",) if os.geteuid() == 0 else ()),
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={film}",
    ]
    camera = browser.browser_type.launch(args=arguments, executable_path=chromium)
    context = camera.new_context(
        locale="id-ID",
        base_url=address,
        viewport={"width": 1366, "height": 768},
        permissions=["camera"],
    )
    page = context.new_page()
    page.goto("/sign-in")
    page.fill("#id_username", "iwan")
    page.fill("#id_password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/stations/**")
    yield page
    context.close()
    camera.close()


def test_the_camera_takes_a_picture_that_is_judged_and_kept_with_a_tick(country, interviewer):
    case = bring_to(country.office, Stage.PHOTO)
    page = interviewer
    page.goto(f"/cases/{case}")

    page.get_by_role("button", name="Gunakan kamera").click()
    page.get_by_role("button", name="Ambil gambar").click()

    checks = page.locator(".checks")
    expect(checks).to_contain_text("Tidak lulus")
    expect(page.get_by_role("button", name="Ambil lagi")).to_be_focused()
    keep = page.get_by_role("button", name="Simpan foto ini")
    expect(keep).to_be_disabled()
    page.locator("#id_although").check()
    keep.click()

    page.wait_for_url("**/cases/*?written=*")
    row = the_row(country.office, case)
    assert row.stage is Stage.INTERVIEW
    assert "size" in row.photo_remarks  # at this size its eyes are less than 90 pixels apart


def test_a_file_that_passes_is_kept_with_enter_and_enter_takes_the_fingers(country, interviewer):
    case = bring_to(country.office, Stage.PHOTO)
    page = interviewer
    page.goto(f"/cases/{case}")

    picture = {"name": "p.jpg", "mimeType": "image/jpeg", "buffer": draw_portrait(5)}
    page.set_input_files("#id_photo", picture)
    expect(page.get_by_role("button", name="Simpan foto ini")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Ambil sepuluh jari sekarang")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#signature-pad")).to_be_visible()

    assert len(the_row(country.office, case).fingerprints.fingers) == 10
