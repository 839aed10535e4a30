import {
  type APIModalInteractionResponseCallbackData,
  type APIModalSubmission,
  ComponentType,
  TextInputStyle,
} from '@discordjs/core';
import type { Texts } from '../texts/texts';
import { customId } from './customId';

const field = 'reason';

/** The form that asks why: needed to reject, welcome when a session is stopped. */
export function reasonForm(
  action: 'reject' | 'stop',
  nonce: string,
  texts: Texts,
): APIModalInteractionResponseCallbackData {
  const isReject = action === 'reject';
  return {
    custom_id: customId(action, nonce),
    title: isReject ? texts.reasonTitle : texts.stopTitle,
    components: [
      {
        type: ComponentType.Label,
        label: isReject ? texts.reasonLabel : texts.stopLabel,
        component: {
          type: ComponentType.TextInput,
          custom_id: field,
          style: TextInputStyle.Paragraph,
          required: isReject,
          ...(isReject ? { min_length: 1 } : {}),
          max_length: 4000,
        },
      },
    ],
  };
}

/** What was written into the form. */
export function reasonIn({ components }: APIModalSubmission): string {
  for (const part of components) {
    if (part.type === ComponentType.Label && part.component.type === ComponentType.TextInput) {
      return part.component.value.trim();
    }
  }
  return '';
}
