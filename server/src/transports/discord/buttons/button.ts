import { type APIButtonComponentWithCustomId, ButtonStyle, ComponentType } from '@discordjs/core';
import type { ButtonRow } from '../answers/reply';
import { type ButtonAction, customId } from './customId';

/** How a button looks by what it leads to. */
type Look = 'good' | 'bad' | 'plain';

const styles = {
  good: ButtonStyle.Success,
  bad: ButtonStyle.Danger,
  plain: ButtonStyle.Secondary,
} as const satisfies Record<Look, ButtonStyle>;

/** One button. */
export function button(
  action: ButtonAction,
  nonce: string,
  label: string,
  look: Look = 'plain',
): APIButtonComponentWithCustomId {
  return { type: ComponentType.Button, style: styles[look], label, custom_id: customId(action, nonce) };
}

/** Buttons side by side. */
export function row(...components: readonly APIButtonComponentWithCustomId[]): ButtonRow {
  return { type: ComponentType.ActionRow, components: [...components] };
}
