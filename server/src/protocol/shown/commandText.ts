import type { Locale } from '../translation/tell';
import { mixedScripts, visible, visibleLines } from './visible';

/** A command as an approval shows it: an argv, or a script for a shell. */
export interface ShownCommand {
  readonly argv?: readonly string[];
  readonly script?: string;
  readonly shell?: string;
  readonly cwd?: string;
  /** Scripts of `package.json` that it would run by their names. */
  readonly scripts?: readonly { readonly name: string; readonly text: string }[];
}

/**
 * The whole command, never cut: each argument stands apart as it will be passed, whatever it holds, and words that
 * mix alphabets which look alike are named.
 */
export function commandLines(command: ShownCommand, locale: Locale = 'en'): readonly string[] {
  const { place, runs, mixes } = words[locale];
  const where =
    command.cwd === undefined ? [] : [`  ${place} ${visible(command.cwd === '' ? '.' : command.cwd)}`];
  const scripts = command.scripts ?? [];
  const named = scripts.map(({ name, text }) => `  ${runs} ${visible(name)}: ${visible(text)}`);
  const texts = scripts.map(({ text }) => text);
  if (command.script !== undefined) {
    const lines = visibleLines(command.script).split('\n');
    return [
      `$ ${command.shell ?? 'shell'} <<`,
      ...lines.map((line) => `  | ${line}`),
      ...where,
      ...named,
      ...warnings([command.script, ...texts], mixes),
    ];
  }
  const argv = command.argv ?? [];
  return [`$ ${argv.map(word).join(' ')}`, ...where, ...named, ...warnings([...argv, ...texts], mixes)];
}

const words = {
  en: { place: 'in', runs: 'runs', mixes: (scripts: string) => `mixes ${scripts} letters` },
  ja: {
    place: 'フォルダー:',
    runs: '実行されるスクリプト',
    mixes: (scripts: string) => `異なる文字体系 (${scripts}) が混ざっています`,
  },
} as const;

/** One argument as a shell would need it written; anything unusual is quoted and made visible. */
function word(text: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(text) ? text : `'${visible(text).replaceAll("'", "'\\''")}'`;
}

function warnings(texts: readonly string[], mixes: (scripts: string) => string): readonly string[] {
  return texts
    .flatMap((text) => text.split(/\s+/))
    .flatMap((text) => {
      const scripts = mixedScripts(text);
      return scripts === null ? [] : [`  ! ${visible(text)} ${mixes(scripts)}`];
    });
}
