import pytest

from loket.node.devices.printer import FaultReason, FolderPrinter, PrinterFault, Sent

PAGE = b"%PDF-1.7 a page"
MEDIA = "custom_data-page_125x88mm"


def test_a_sent_page_can_be_picked_up(tmp_path):
    printer = FolderPrinter(tmp_path / "out")

    assert printer.output("job-1") is None
    assert printer.send("job-1", PAGE, media=MEDIA) == Sent("job-1")
    assert printer.output("job-1") == PAGE
    assert list((tmp_path / "out").iterdir()) == [tmp_path / "out" / "job-1.pdf"]


def test_the_same_job_sent_again_prints_nothing_twice(tmp_path):
    printer = FolderPrinter(tmp_path)
    printer.send("job-1", PAGE, media=MEDIA)
    before = (tmp_path / "job-1.pdf").stat()

    assert FolderPrinter(tmp_path).send("job-1", PAGE, media=MEDIA) == Sent("job-1")
    after = (tmp_path / "job-1.pdf").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_another_page_under_a_taken_name_is_a_fault_and_leaves_the_first(tmp_path):
    printer = FolderPrinter(tmp_path)
    printer.send("job-1", PAGE, media=MEDIA)

    assert printer.send("job-1", PAGE + b"!", media=MEDIA) == PrinterFault(FaultReason.JOB_ID_TAKEN)
    assert printer.output("job-1") == PAGE
    assert list(tmp_path.iterdir()) == [tmp_path / "job-1.pdf"]


def test_what_a_power_cut_left_of_a_job_does_not_count_as_output(tmp_path):
    printer = FolderPrinter(tmp_path)
    (tmp_path / "job-1.0123456789abcdef.part").write_bytes(PAGE[:5])

    assert printer.output("job-1") is None
    assert printer.send("job-1", PAGE, media=MEDIA) == Sent("job-1")


def test_a_forgotten_job_leaves_nothing_in_the_folder_and_others_stay(tmp_path):
    printer = FolderPrinter(tmp_path)
    printer.send("job-1", PAGE, media=MEDIA)
    printer.send("job-2", PAGE, media=MEDIA)
    assert printer.kept() == {"job-1", "job-2"}

    printer.forget("job-1")
    printer.forget("job-1")

    assert printer.output("job-1") is None
    assert printer.kept() == {"job-2"}
    assert list(tmp_path.iterdir()) == [tmp_path / "job-2.pdf"]


def test_drafts_that_a_killed_process_left_are_cleared_at_start(tmp_path):
    FolderPrinter(tmp_path).send("job-1", PAGE, media=MEDIA)
    (tmp_path / "job-2.0123456789abcdef.part").write_bytes(PAGE[:5])

    printer = FolderPrinter(tmp_path)

    assert list(tmp_path.iterdir()) == [tmp_path / "job-1.pdf"]
    assert printer.output("job-1") == PAGE


def test_a_folder_that_is_gone_is_a_fault(tmp_path):
    printer = FolderPrinter(tmp_path / "out")
    (tmp_path / "out").rmdir()

    assert printer.send("job-1", PAGE, media=MEDIA) == PrinterFault(FaultReason.UNREACHABLE)


def test_what_is_no_pdf_is_not_taken(tmp_path):
    assert FolderPrinter(tmp_path).send("job-1", b"GIF89a", media=MEDIA) == PrinterFault(
        FaultReason.NOT_A_PDF
    )


@pytest.mark.parametrize("job_id", ["", "../job", "a/b", "job.pdf", "-job", "j" * 65, "job\n", "jöb"])
def test_a_job_id_that_is_no_plain_name_is_a_bug(tmp_path, job_id):
    with pytest.raises(ValueError, match="job id"):
        FolderPrinter(tmp_path).send(job_id, PAGE, media=MEDIA)
