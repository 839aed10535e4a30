// Loaded into the command line when the demo runs at a terminal: below everything a hold point shows, and above its
// question, it writes what the story suggests. It reads no input and answers nothing.

import { suggestionFor } from './demoAnswers.mjs';

const write = process.stderr.write.bind(process.stderr);

process.stderr.write = (chunk, ...rest) => {
  const suggestion = typeof chunk === 'string' ? suggestionFor(chunk) : undefined;
  const written = write(chunk, ...rest);
  if (suggestion !== undefined) {
    write(`  * suggested here: ${suggestion}\n`);
  }
  return written;
};
