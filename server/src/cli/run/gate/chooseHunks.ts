import type { PreviewView } from '#protocol/methods/approvals';
import { visible } from '#protocol/shown/visible';
import { hunkTexts } from '../../terminal/diffText';
import type { Messages } from '../../terminal/messages';
import type { Desk, HunkChoice } from './desk';

/** Goes through all hunks of all previews one by one; undefined when there are none or the person turns back. */
export async function chooseHunks(
  desk: Desk,
  previews: readonly PreviewView[],
  messages: Messages,
): Promise<readonly HunkChoice[] | undefined> {
  if (previews.every(({ hunks }) => hunks.length === 0)) {
    desk.say(messages.noHunks);
    return undefined;
  }
  const choices: HunkChoice[] = [];
  for (const preview of previews) {
    const choice = await choosePreview(desk, preview, messages);
    if (choice === undefined) {
      desk.say(messages.hunksLeft);
      return undefined;
    }
    choices.push(choice);
  }
  return choices;
}

async function choosePreview(
  desk: Desk,
  preview: PreviewView,
  messages: Messages,
): Promise<HunkChoice | undefined> {
  const texts = hunkTexts(preview, desk.hasColor);
  const choice: HunkChoice = { preview, accept: [], reject: [] };
  for (const [position, { index }] of preview.hunks.entries()) {
    desk.say(texts[position] ?? messages.binary);
    const question = messages.hunkQuestion(visible(preview.path), position + 1, preview.hunks.length);
    const answer = await yesOrNo(desk, question);
    if (answer === undefined) {
      return undefined;
    }
    (answer ? choice.accept : choice.reject).push(index);
  }
  return choice;
}

async function yesOrNo(desk: Desk, question: string): Promise<boolean | undefined> {
  for (;;) {
    const answer = (await desk.ask(question))?.trim().toLowerCase();
    if (answer === 'y' || answer === 'n') {
      return answer === 'y';
    }
    if (answer === undefined || answer === 'q') {
      return undefined;
    }
  }
}
