"""A web page saved as a single file (.mht, .mhtml): the page is taken out and read as any other."""

import email
import email.policy

from documents.errors import DocumentError
from documents.file_text import FileText
from documents.html_reader import read_html

_MOST_PARTS = 2000


def read_mht(data: bytes, name: str) -> FileText:
    """Read the first page of a file of several parts.

    Raises:
        DocumentError: There is no page in it, or it holds no text.
    """
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    for _, part in zip(range(_MOST_PARTS), message.walk(), strict=False):
        content = part.get_payload(decode=True)
        if part.get_content_type() == "text/html" and isinstance(content, bytes):
            return read_html(content, name)
    raise DocumentError(
        f"文件“{name}”里没有网页，可能不完整。请在浏览器中打开原来的网页，另存为“网页，仅 HTML”后提供。"
    )
