"""Where in the book each file of the repository is."""
import os
import posixpath
import re
import shutil
import subprocess

import pages

NOT_OURS = {".git", "build", "work", "book"}  # at the top


def tracked(top):
    """All files that belong to the project, also where there is no git."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-zco", "--exclude-standard"], cwd=top,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
        return listed.stdout.decode().split("\0")[:-1]
    except (FileNotFoundError, subprocess.CalledProcessError):
        return list(walked(top))


def walked(top):
    for folder, folders, names in os.walk(top):
        inside = os.path.relpath(folder, top)
        not_ours = {"__pycache__"} | (NOT_OURS if inside == "." else set())
        folders[:] = [name for name in folders if name not in not_ours]
        yield from (os.path.normpath(os.path.join(inside, name))
                    for name in names)


class Links:
    """What a text may name. Whatever is asked for is noted, and gets a page."""

    def __init__(self, top, book, all_pages, can_play=True):
        self.top, self.book = top, book
        self.can_play = can_play  # there are scenes
        self.files = {path for path in tracked(top)
                      if os.path.isfile(os.path.join(top, path))}
        self.folders = {posixpath.dirname(path) for path in self.files}
        for folder in list(self.folders):
            while folder:
                self.folders.add(folder)
                folder = posixpath.dirname(folder)
        self.pages = {}  # by origin: pages, the first first
        for page in all_pages:
            self.pages.setdefault(page.origin, []).append(page)
        self.wanted = set()  # files and folders that are linked

    def page(self, path, anchor=""):
        """The address of a text, a file or a folder; or None."""
        readme = posixpath.normpath(posixpath.join(path, "README.md"))
        origin = path if path in self.pages else readme
        if origin in self.pages:
            page = self.with_anchor(self.pages[origin], anchor)
            return page and page.file + (f"#{anchor}" if anchor else "")
        return self.source(path)

    @staticmethod
    def with_anchor(candidates, anchor):
        """The page that has it; the first, if none is asked for; or None."""
        if not anchor:
            return candidates[0]
        for page in candidates:
            headings = [line.lstrip("#").strip() for line
                        in page.text.split("\n") if line.startswith("#")]
            if anchor in map(pages.slug, headings):
                return page
        return None

    def source(self, path):
        """The address of a file's or a folder's page; or None."""
        if path in self.files:
            self.wanted.add(path)
            return f"source/{path}.html"
        if path in self.folders and path:
            self.wanted.add(path)
            return f"source/{path}/index.html"
        return None

    def command(self, text):
        """The page that shows what a command shows; or None."""
        diff = re.fullmatch(r"make diff-([2-5])", text)
        if diff:
            return f"diff-{diff[1]}.html"
        plays = text.split()[:2] == ["make", "play"]
        return "play.html" if plays and self.can_play else None

    def picture(self, path):
        """Copies it into the book; its address."""
        into = os.path.join(self.book, "pictures", path)
        os.makedirs(os.path.dirname(into), exist_ok=True)
        shutil.copy(os.path.join(self.top, path), into)
        return f"pictures/{path}"

    def entries(self, folder):
        """What a folder holds: first its folders, then its files."""
        inside = [path for path in self.files | self.folders
                  if posixpath.dirname(path) == folder and path]
        return sorted(inside, key=lambda path: (path in self.files, path))
