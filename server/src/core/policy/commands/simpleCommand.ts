/** One argument as a shell would see it after quotes and escapes. */
export interface Word {
  readonly text: string;
  /** Whether a variable, substitution or brace expansion decides part of it. */
  readonly dynamic: boolean;
  /** Whether the shell would match it against file names. */
  readonly glob: boolean;
  /** Whether it stands for the output of a command that runs beside this one. */
  readonly process: boolean;
}

/** A redirection of one stream; the target of a here-document is empty. */
export interface Redirect {
  readonly operator: string;
  readonly target: Word;
}

/** One program call inside a script, before anything is known about the program. */
export interface SimpleCommand {
  readonly words: readonly Word[];
  /** Names of variables set for this call. */
  readonly assignments: readonly string[];
  readonly redirects: readonly Redirect[];
  /** Programs, as written, whose output is piped into it, first one first. */
  readonly upstream: readonly string[];
  /** Reasons why a person should look at it even if a rule allows it. */
  readonly doubts: readonly string[];
}

/** Why a text cannot be understood as commands; whatever runs it is denied. */
export class Unparsable extends Error {
  override readonly name = 'Unparsable';
}

/** How deep commands may lie inside commands. */
export const deepest = 12;

/** Longest script that is read. */
export const longestScript = 200_000;

/** A word that is nothing but its text. */
export function literal(text: string): Word {
  return { text, dynamic: false, glob: false, process: false };
}
