"""Events: facts in the past tense, all of them by name.

An event's clear fields go into an entry's body; its `sealed` part is encrypted with the case's key. `KIND` is
the word in the entry; a class is read for ever once released.
"""

from loket.core.domain.case_events import ApplicationDeferred as ApplicationDeferred
from loket.core.domain.case_events import ApplicationRefused as ApplicationRefused
from loket.core.domain.case_events import CancellationDropped as CancellationDropped
from loket.core.domain.case_events import CancellationProposed as CancellationProposed
from loket.core.domain.case_events import CaseAssigned as CaseAssigned
from loket.core.domain.case_events import Correction as Correction
from loket.core.domain.case_events import DocumentsReturned as DocumentsReturned
from loket.core.domain.case_events import DuplicateMatch as DuplicateMatch
from loket.core.domain.case_events import DuplicatesSearched as DuplicatesSearched
from loket.core.domain.case_events import FileOpened as FileOpened
from loket.core.domain.case_events import FingerprintsTaken as FingerprintsTaken
from loket.core.domain.case_events import Grounds as Grounds
from loket.core.domain.case_events import HitAdjudicated as HitAdjudicated
from loket.core.domain.case_events import InterviewReportWritten as InterviewReportWritten
from loket.core.domain.case_events import MissingFinger as MissingFinger
from loket.core.domain.case_events import NoticeNotSent as NoticeNotSent
from loket.core.domain.case_events import NoticeSent as NoticeSent
from loket.core.domain.case_events import OldPassportData as OldPassportData
from loket.core.domain.case_events import OldPassportRead as OldPassportRead
from loket.core.domain.case_events import PaperActEntered as PaperActEntered
from loket.core.domain.case_events import PassportCancelled as PassportCancelled
from loket.core.domain.case_events import RecordCorrected as RecordCorrected
from loket.core.domain.case_events import ReportText as ReportText
from loket.core.domain.case_events import SignatureTaken as SignatureTaken
from loket.core.domain.chip_events import ChipEncoded as ChipEncoded
from loket.core.domain.chip_events import ChipNotEncoded as ChipNotEncoded
from loket.core.domain.chip_events import ChipSubmitted as ChipSubmitted
from loket.core.domain.chip_events import DocumentSignerInstalled as DocumentSignerInstalled
from loket.core.domain.chip_events import SecurityObjectSigned as SecurityObjectSigned
from loket.core.domain.counter_events import ApplicationRegistered as ApplicationRegistered
from loket.core.domain.counter_events import BillingCodeIssued as BillingCodeIssued
from loket.core.domain.counter_events import DocumentScanned as DocumentScanned
from loket.core.domain.counter_events import DocumentsChecked as DocumentsChecked
from loket.core.domain.counter_events import FaceTemplateData as FaceTemplateData
from loket.core.domain.counter_events import FeeLine as FeeLine
from loket.core.domain.counter_events import InterviewNotes as InterviewNotes
from loket.core.domain.counter_events import InterviewRecorded as InterviewRecorded
from loket.core.domain.counter_events import ListFindings as ListFindings
from loket.core.domain.counter_events import PaymentRecorded as PaymentRecorded
from loket.core.domain.counter_events import PhotoTaken as PhotoTaken
from loket.core.domain.counter_events import PreventionListLookedUp as PreventionListLookedUp
from loket.core.domain.issuance_events import ApplicationApproved as ApplicationApproved
from loket.core.domain.issuance_events import BookletAllocated as BookletAllocated
from loket.core.domain.issuance_events import BookletLost as BookletLost
from loket.core.domain.issuance_events import BookletSpoilt as BookletSpoilt
from loket.core.domain.issuance_events import BookletsReceived as BookletsReceived
from loket.core.domain.issuance_events import CaseForgotten as CaseForgotten
from loket.core.domain.issuance_events import DataPageNotSent as DataPageNotSent
from loket.core.domain.issuance_events import DataPagePrinted as DataPagePrinted
from loket.core.domain.issuance_events import DataPageSending as DataPageSending
from loket.core.domain.issuance_events import DataPageSent as DataPageSent
from loket.core.domain.issuance_events import DataPageSubmitted as DataPageSubmitted
from loket.core.domain.issuance_events import FileArchived as FileArchived
from loket.core.domain.issuance_events import HandoverBookLine as HandoverBookLine
from loket.core.domain.issuance_events import HeadOrdered as HeadOrdered
from loket.core.domain.issuance_events import OrderText as OrderText
from loket.core.domain.issuance_events import PageRecord as PageRecord
from loket.core.domain.issuance_events import PassportHandedOver as PassportHandedOver
from loket.core.domain.issuance_events import ReadBackFailed as ReadBackFailed
from loket.core.domain.issuance_events import SpoilReport as SpoilReport
from loket.core.domain.node_events import Blob as Blob
from loket.core.domain.node_events import BookletsShipped as BookletsShipped
from loket.core.domain.node_events import CaseKeyDestroyed as CaseKeyDestroyed
from loket.core.domain.node_events import CheckpointObserved as CheckpointObserved
from loket.core.domain.node_events import ClockConfirmed as ClockConfirmed
from loket.core.domain.node_events import LogOpened as LogOpened
from loket.core.domain.node_events import LogRead as LogRead
from loket.core.domain.node_events import ObligationAnswered as ObligationAnswered
from loket.core.domain.node_events import PolicyPublished as PolicyPublished
from loket.core.domain.node_events import PreventionListPublished as PreventionListPublished
from loket.core.domain.node_events import RoleEnded as RoleEnded
from loket.core.domain.node_events import RoleGranted as RoleGranted
from loket.core.domain.node_events import TrustPublished as TrustPublished
from loket.core.domain.office_events import BalanceLine as BalanceLine
from loket.core.domain.office_events import DayClosed as DayClosed
from loket.core.domain.office_events import DayOpened as DayOpened
from loket.core.domain.office_events import DeputyAppointed as DeputyAppointed
from loket.core.domain.office_events import DeputyEnded as DeputyEnded
from loket.core.domain.office_events import SignInChanged as SignInChanged
from loket.core.domain.office_events import StandingOrderGiven as StandingOrderGiven
from loket.core.domain.office_events import StandingOrderWithdrawn as StandingOrderWithdrawn
from loket.core.domain.print_events import EndorsementChecked as EndorsementChecked
from loket.core.domain.print_events import EndorsementSubmitted as EndorsementSubmitted
from loket.core.domain.print_events import EndorsementText as EndorsementText
from loket.core.domain.print_events import PrintedPageLookedFor as PrintedPageLookedFor
from loket.core.domain.print_events import PrinterReported as PrinterReported
from loket.core.domain.quality_events import QualityFindings as QualityFindings
from loket.core.domain.quality_events import QualityTestFailed as QualityTestFailed
from loket.core.domain.quality_events import QualityTestPassed as QualityTestPassed
from loket.core.domain.stock_events import BlanksMoved as BlanksMoved
from loket.core.domain.stock_events import BlanksReported as BlanksReported
from loket.core.domain.stock_events import BlanksTransferred as BlanksTransferred
from loket.core.domain.stock_events import ManifestImported as ManifestImported
from loket.core.domain.stock_events import ShortfallSettled as ShortfallSettled
from loket.core.domain.stock_events import StockLine as StockLine
from loket.core.domain.stock_events import VarianceResolved as VarianceResolved

Event = (
    ApplicationRegistered
    | DocumentScanned
    | DocumentsChecked
    | BillingCodeIssued
    | PaymentRecorded
    | PhotoTaken
    | InterviewRecorded
    | PreventionListLookedUp
    | ApplicationApproved
    | BookletsReceived
    | BookletAllocated
    | DataPageSubmitted
    | DataPageSending
    | DataPageSent
    | DataPageNotSent
    | PrinterReported
    | PrintedPageLookedFor
    | EndorsementSubmitted
    | EndorsementChecked
    | ReadBackFailed
    | DataPagePrinted
    | QualityTestFailed
    | QualityTestPassed
    | BookletSpoilt
    | PassportHandedOver
    | FileArchived
    | HeadOrdered
    | CaseForgotten
    | DocumentsReturned
    | ApplicationRefused
    | ApplicationDeferred
    | CancellationProposed
    | CancellationDropped
    | PassportCancelled
    | InterviewReportWritten
    | HitAdjudicated
    | DuplicatesSearched
    | RecordCorrected
    | OldPassportRead
    | FingerprintsTaken
    | SignatureTaken
    | CaseAssigned
    | PaperActEntered
    | FileOpened
    | NoticeSent
    | NoticeNotSent
    | DeputyAppointed
    | DeputyEnded
    | SignInChanged
    | StandingOrderGiven
    | StandingOrderWithdrawn
    | DayOpened
    | DayClosed
    | RoleGranted
    | RoleEnded
    | ClockConfirmed
    | LogOpened
    | LogRead
    | TrustPublished
    | PreventionListPublished
    | PolicyPublished
    | CheckpointObserved
    | BookletsShipped
    | ObligationAnswered
    | CaseKeyDestroyed
    | DocumentSignerInstalled
    | ChipSubmitted
    | SecurityObjectSigned
    | ChipEncoded
    | ChipNotEncoded
    | BookletLost
    | ManifestImported
    | BlanksMoved
    | BlanksTransferred
    | BlanksReported
    | VarianceResolved
    | ShortfallSettled
)
EVENT_TYPES: tuple[type[Event], ...] = Event.__args__
