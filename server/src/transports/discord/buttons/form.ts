import {
  type APIModalInteractionResponseCallbackData,
  type APIModalSubmission,
  ComponentType,
  TextInputStyle,
} from '@discordjs/core';
import type { Texts } from '../texts/texts';
import { type ButtonAction, customId } from './customId';

/** The presses that ask for some words before anything is done. */
export type FormAction = keyof typeof forms;

const forms = {
  reject: { title: 'rejectTitle', label: 'rejectLabel', isRequired: true },
  stop: { title: 'stopTitle', label: 'stopLabel', isRequired: false },
  import: { title: 'importTitle', label: 'importLabel', isRequired: true },
  session: { title: 'sessionTitle', label: 'sessionLabel', isRequired: false },
} as const satisfies Partial<
  Record<
    ButtonAction,
    { readonly title: keyof Texts; readonly label: keyof Texts; readonly isRequired: boolean }
  >
>;

/** What Discord takes as the text of one field. */
const fieldLimit = 4000;

/** Whether a press is answered by a form. */
export function asksForWords(action: ButtonAction): action is FormAction {
  return Object.hasOwn(forms, action);
}

/** The form of a press: one field of text. */
export function formOf(
  action: FormAction,
  nonce: string,
  texts: Texts,
): APIModalInteractionResponseCallbackData {
  const { title, label, isRequired } = forms[action];
  return {
    custom_id: customId(action, nonce),
    title: texts[title],
    components: [
      {
        type: ComponentType.Label,
        label: texts[label],
        component: {
          type: ComponentType.TextInput,
          custom_id: 'words',
          style: TextInputStyle.Paragraph,
          required: isRequired,
          ...(isRequired ? { min_length: 1 } : {}),
          max_length: fieldLimit,
        },
      },
    ],
  };
}

/** What was written into a form. */
export function wordsIn({ components }: APIModalSubmission): string {
  for (const part of components) {
    if (part.type === ComponentType.Label && part.component.type === ComponentType.TextInput) {
      return part.component.value.trim();
    }
  }
  return '';
}
