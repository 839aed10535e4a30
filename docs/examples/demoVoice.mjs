// How the demo speaks: numbered chapters, and what commands print behind a bar.

/** Writes one or more lines. */
export function say(text = '') {
  process.stdout.write(`${text}\n`);
}

let chapterCount = 0;

/** Opens the next chapter with one sentence about it. */
export function chapter(title, about) {
  chapterCount += 1;
  say(`\n${chapterCount}. ${title}\n   ${about}\n`);
}

/** Shows a command and what came of it. */
export function printLines(command, lines) {
  say(`  $ ${command}`);
  for (const line of lines) {
    say(`  | ${line}`);
  }
}
