/** What a button or a menu does when it is used. */
export const buttonActions = [
  'approve',
  'reject',
  'asked',
  'plan',
  'log',
  'artifacts',
  'tool',
  'stop',
  'import',
  'session',
  'confirm',
  'leave',
  'execute',
  'hunks',
] as const;

export type ButtonAction = (typeof buttonActions)[number];

const form = /^holdpoint[.]([a-z]+)[.]([A-Za-z0-9_-]{22})$/;

/** What Discord sends back when a button is pressed or a form is sent: what for, and the nonce. */
export function customId(action: ButtonAction, nonce: string): string {
  return `holdpoint.${action}.${nonce}`;
}

/** Reads one that came back; undefined for what this door never made. */
export function readCustomId(
  text: string,
): { readonly action: ButtonAction; readonly nonce: string } | undefined {
  const [, name, nonce] = form.exec(text) ?? [];
  const action = buttonActions.find((known) => known === name);
  return action === undefined || nonce === undefined ? undefined : { action, nonce };
}
