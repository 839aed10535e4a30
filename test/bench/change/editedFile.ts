/** A file as programs are written: many lines of their own, some that come again and again. */
export function sourceLines(count: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    if (index % 9 === 8) {
      return '}';
    }
    if (index % 9 === 7) {
      return '';
    }
    return `  const value${index} = compute(${(index * 7919) % 1000}, 'part ${index % 97}');`;
  });
}

/** The same file after scattered edits of so many in a hundred lines: changed, removed and added ones. */
export function editedLines(lines: readonly string[], percent: number): string[] {
  const every = 100 / percent;
  let next = every / 2;
  let turn = 0;
  return lines.flatMap((line, index) => {
    if (index < next) {
      return [line];
    }
    // Not in step with the lines that repeat.
    next += every * (0.5 + ((turn * 7) % 11) / 10);
    turn += 1;
    if (turn % 3 === 0) {
      return [];
    }
    return turn % 3 === 1 ? [`${line} // edit ${turn}`] : [line, `  added(${turn});`];
  });
}

/** Lines as a file holds them. */
export function fileText(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}
