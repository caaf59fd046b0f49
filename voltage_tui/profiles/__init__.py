"""Profiles: one organisation, one environment and where its key is kept; never the key itself."""

from voltage_tui.profiles.book import ProfileBook, read_profiles
from voltage_tui.profiles.edit import remove_profile, save_profile
from voltage_tui.profiles.errors import (
    InvalidFieldError,
    NoProfilesError,
    ProfileFileError,
    ProfileNotChosenError,
    ProfileNotEditableError,
    ProfileProblemError,
    UnknownProfileError,
)
from voltage_tui.profiles.folder import config_folder
from voltage_tui.profiles.profile import (
    OFFICIAL_URL,
    FromCommand,
    FromEnvironment,
    FromFile,
    FromKeyring,
    KeySource,
    Profile,
)

__all__ = [
    "OFFICIAL_URL",
    "FromCommand",
    "FromEnvironment",
    "FromFile",
    "FromKeyring",
    "InvalidFieldError",
    "KeySource",
    "NoProfilesError",
    "Profile",
    "ProfileBook",
    "ProfileFileError",
    "ProfileNotChosenError",
    "ProfileNotEditableError",
    "ProfileProblemError",
    "UnknownProfileError",
    "config_folder",
    "read_profiles",
    "remove_profile",
    "save_profile",
]
