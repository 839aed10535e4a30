import { lstatSync, readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '#protocol/errors';
import type { Settings } from '../runtime/ports';
import { userFolder } from './settings/userFolder';

const secretPrefix = 'HOLDPOINT_SECRET_';

/** Values shorter than this are too common to be taken out of every text. */
const shortestKnown = 6;

/** Where settings are looked up; everything defaults to this process. */
export interface SettingsPlaces {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly home?: string;
  readonly platform?: NodeJS.Platform;
  /** Secrets that no plan may reference but that must never be shown: the server's own token. */
  readonly ownSecrets?: readonly string[];
}

/** Reads the user's policy file and the secrets that the environment of the server holds. */
export function nodeSettings(places: SettingsPlaces = {}): Settings {
  const { env = process.env, home = homedir(), platform = process.platform, ownSecrets = [] } = places;
  const policy = new PolicyFile(join(userFolder(env, home, platform), 'policy.yaml'));
  return {
    userPolicy: async () => policy.read(),
    secret: (name) => env[`${secretPrefix}${name}`],
    knownSecrets: () =>
      [...secretValues(env), ...ownSecrets].filter((value) => value.length >= shortestKnown),
  };
}

/** The settings of a test: nothing on disk, nothing in the environment. */
export function memorySettings(
  given: { readonly policy?: string; readonly secrets?: Readonly<Record<string, string>> } = {},
): Settings {
  const { policy, secrets = {} } = given;
  return {
    userPolicy: async () => (policy === undefined ? undefined : { file: 'user/policy.yaml', text: policy }),
    secret: (name) => secrets[name],
    knownSecrets: () => Object.values(secrets).filter((value) => value.length >= shortestKnown),
  };
}

function secretValues(env: Readonly<Record<string, string | undefined>>): string[] {
  return Object.entries(env).flatMap(([name, value]) =>
    name.startsWith(secretPrefix) && value !== undefined ? [value] : [],
  );
}

const freshMs = 1_000;

/** The user's policy file: looked at for every step, read when it has changed. */
class PolicyFile {
  readonly #file: string;
  #known: { readonly stamp: string; readonly text: string } | undefined;

  constructor(file: string) {
    this.#file = file;
  }

  /** All at once: through the thread pool each look would wait four times. */
  read(): { file: string; text: string | null } | undefined {
    const file = this.#file;
    try {
      const own = lstatSync(file, { bigint: true, throwIfNoEntry: false });
      if (own === undefined) return undefined;
      const found = own.isSymbolicLink() ? statSync(file, { bigint: true, throwIfNoEntry: false }) : own;
      if (found?.isFile() !== true) return { file, text: null };
      const { ino, size, mtimeNs, ctimeNs } = found;
      const stamp = `${ino} ${size} ${mtimeNs} ${ctimeNs}`;
      if (this.#known?.stamp === stamp) return { file, text: this.#known.text };
      const text = readFileSync(file, 'utf8');
      // What was written a moment ago may be written again within the same tick of the file system's clock.
      const ageMs = Date.now() - Number(ctimeNs / 1_000_000n);
      this.#known = ageMs > freshMs ? { stamp, text } : undefined;
      return { file, text };
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT' || code === 'ENOTDIR') {
        return undefined;
      }
      throw new AppError('POLICY_INVALID', `the user's policy cannot be read, so nothing runs: ${message}`, {
        file,
      });
    }
  }
}
