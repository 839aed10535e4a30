import type { Messages } from '../terminal/messages';

/** The way through, in the person's language. */
export function messagesOfGuide({ guide }: Messages): string {
  return guide.map(([command, about]) => `${command}\n    ${about}`).join('\n');
}
