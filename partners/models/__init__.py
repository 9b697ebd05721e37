from partners.models.base import Record, RecordQuerySet
from partners.models.mail import OutgoingMail
from partners.models.memberships import Membership, MembershipInvitation, Role
from partners.models.organisations import Organisation, SchoolSize
from partners.models.people import Person
from partners.models.places import Affiliation, District, SchoolCluster, Zone
from partners.models.uploads import ImportUpload

__all__ = [
    "Affiliation",
    "District",
    "ImportUpload",
    "Membership",
    "MembershipInvitation",
    "Organisation",
    "OutgoingMail",
    "Person",
    "Record",
    "RecordQuerySet",
    "Role",
    "SchoolCluster",
    "SchoolSize",
    "Zone",
]
