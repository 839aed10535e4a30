import type { EffectivePolicy } from '#protocol/policy';

const alwaysKept: ReadonlySet<string> = new Set([
  'PATH',
  'HOME',
  'LANG',
  'LANGUAGE',
  'LC_ALL',
  'LC_CTYPE',
  'TZ',
  'TERM',
  'TMPDIR',
  'TEMP',
  'TMP',
  'USER',
  'LOGNAME',
  'SHELL',
  'SYSTEMROOT',
  'COMSPEC',
  'PATHEXT',
  'USERPROFILE',
]);

/** Whether a child may inherit the variable of this name, and `${env.NAME}` may read it. */
export function envAllowed(name: string, policy: EffectivePolicy): boolean {
  return alwaysKept.has(name.toUpperCase()) || policy.permissions.env_allow.includes(name);
}
