import { visible, visibleLines } from '#protocol/shown/visible';

/** A text as a word of code: nothing in it can format, mention, link or hide. */
export function code(text: string): string {
  return `\`${visible(text).replaceAll('`', 'ˋ')}\``;
}

/** Lines as a block of code; undefined where a fence in them would end it too early. */
export function codeBlock(text: string, language = ''): string | undefined {
  const shown = visibleLines(text);
  return shown.includes('```') ? undefined : `\`\`\`${language}\n${shown}\n\`\`\``;
}

/** A moment as each reader's own clock shows it, and as the record writes it. */
export function moment(iso: string): string {
  return `<t:${Math.floor(Date.parse(iso) / 1000)}:T> (${code(iso)})`;
}

/** The beginning of a digest, enough to compare by eye; the whole one is attached where something is decided. */
export function shortDigest(digest: string): string {
  return code(digest.slice(0, 'sha256:'.length + 12));
}
