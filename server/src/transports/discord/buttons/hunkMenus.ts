import {
  type APIMessageComponentInteractionData,
  type APISelectMenuOption,
  ComponentType,
} from '@discordjs/core';
import type { PreviewView } from '#protocol/methods/approvals';
import { visible } from '#protocol/shown/visible';
import type { AskedApproval } from '../answers/askedFiles';
import type { ButtonRow } from '../answers/reply';
import type { Chat } from '../chat';
import { customId } from './customId';
import { personalMs } from './executeRows';

/** Discord takes so many choices in a menu, and five rows in a message: the last one is for the buttons. */
const choicesOfMenu = 25;
const menusOfMessage = 4;
/** What Discord takes as the text of one choice. */
const choiceLimit = 100;

/** What is offered to leave out, and what is said of hunks that no menu has room for. */
export interface HunkMenus {
  readonly rows: readonly ButtonRow[];
  readonly said: readonly string[];
}

/** Menus by which one person leaves hunks out of a change: each is good for one choice, from exactly what was shown. */
export function hunkMenus(chat: Chat, approval: AskedApproval): HunkMenus {
  const { texts } = chat;
  const choices = approval.subject_type === 'step' ? approval.previews.flatMap(choicesOf) : [];
  if (choices.length < 2) {
    return { rows: [], said: [] };
  }
  const offered = choices.slice(0, menusOfMessage * choicesOfMenu);
  const pages = Math.ceil(offered.length / choicesOfMenu);
  const rows = Array.from({ length: pages }, (_, page) => {
    const options = offered.slice(page * choicesOfMenu, (page + 1) * choicesOfMenu);
    // Whoever wants nothing of a change rejects it, and says why.
    const most = Math.min(options.length, choices.length - 1);
    return menu(chat, approval, { options, most, label: texts.leaveOut(page + 1, pages) });
  });
  const isWhole = offered.length === choices.length;
  return { rows, said: isWhole ? [] : [texts.moreHunks(offered.length, choices.length)] };
}

/** What was chosen from a menu; nothing where a button was pressed. */
export function chosenIn(data: APIMessageComponentInteractionData): readonly string[] {
  return data.component_type === ComponentType.StringSelect ? data.values : [];
}

interface MenuParts {
  readonly options: readonly APISelectMenuOption[];
  readonly most: number;
  readonly label: string;
}

function menu(chat: Chat, approval: AskedApproval, { options, most, label }: MenuParts): ButtonRow {
  const nonce = chat.nonces.issue({
    approval_id: approval.approval_id,
    digest: approval.digest,
    user: chat.sender.id,
    isSingle: true,
    expiresAtMs: Date.now() + personalMs,
  });
  const type = ComponentType.StringSelect;
  const parts = { placeholder: label, min_values: 1, max_values: most, options: [...options] };
  return {
    type: ComponentType.ActionRow,
    components: [{ type, custom_id: customId('hunks', nonce), ...parts }],
  };
}

/** A choice for each hunk, named as the attached difference names it; its value says which, by their places. */
function choicesOf({ path, diff, eol, hunks }: PreviewView, place: number): readonly APISelectMenuOption[] {
  const texts = hunkLines(diff);
  return hunks.map(({ index }, at) => {
    const [head = '', ...lines] = texts[at] ?? [];
    const changed = lines.find((line) => /^[-+]/.test(line));
    const shown = eol === 'crlf' ? changed?.replace(/\r$/, '') : changed;
    const [, range = ''] = /^(@@ .+? @@)/.exec(head) ?? [];
    return {
      label: `${ending(visible(path), choiceLimit - range.length - 1)} ${range}`,
      value: `${place}.${index}`,
      ...(shown === undefined ? {} : { description: beginning(visible(shown)) }),
    };
  });
}

/** The lines of each hunk of a difference, its head first. */
function hunkLines(diff: string): readonly (readonly string[])[] {
  const found: string[][] = [];
  for (const line of diff.split('\n')) {
    if (line.startsWith('@@')) {
      found.push([line]);
    } else {
      found.at(-1)?.push(line);
    }
  }
  return found;
}

function beginning(text: string): string {
  return text.length <= choiceLimit
    ? text
    : `${text.slice(0, choiceLimit - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** The end of a path tells more than its beginning. */
function ending(text: string, limit: number): string {
  return text.length <= limit
    ? text
    : `…${text.slice(text.length - limit + 1).replace(/^[\udc00-\udfff]/, '')}`;
}
