"""getFile; the bytes themselves are served under /file/bot<token>/."""

from sandbox.arguments import Arguments
from sandbox.media import file_json
from sandbox.refusal import bad_request
from sandbox.state import Json
from sandbox.world import World

DOWNLOAD_LIMIT = 20 * 2**20


def get_file(world: World, args: Arguments) -> Json:
    file = world.files.get(args.text("file_id"))
    if not args.text("file_id"):
        raise bad_request("File_id not specified")
    if file is None:
        raise bad_request("Wrong file_id or the file is temporarily unavailable")
    if len(file.data) > DOWNLOAD_LIMIT:
        raise bad_request("File is too big")
    return file_json(file) | {"file_path": file.path}


METHODS = {"getFile": get_file}
