"""An answer that a language model phrased over the small document of the script."""

from scripted_assistant import citation_of, small_document

from assistant.answer import AI_LABEL, Answer, ModelUse, Status

DOCUMENT = small_document()
MODEL = "qwen3-32b"
PHRASED = "根据该文件，新建社区食堂30个。"


def generated_answer(text: str = PHRASED) -> Answer:
    """The answer, or one whose text was changed."""
    return Answer(
        f"{text}[1]\n{AI_LABEL}",
        Status.ANSWERED,
        (citation_of(DOCUMENT, "新建社区食堂30个。"),),
        "建多少",
        remarks=(AI_LABEL,),
        model=ModelUse(MODEL, phrased=True, prompt_tokens=800, completion_tokens=20, cost=0.0018),
    )
