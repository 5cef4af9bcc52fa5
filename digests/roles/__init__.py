"""What each sentence of an abstract does: background, objective, methods, results or conclusions."""

from digests.roles.headings import Role, role_of_heading
from digests.roles.model import roles

__all__ = ["Role", "role_of_heading", "roles"]
