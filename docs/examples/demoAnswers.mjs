// What the story answers at each hold point, and why.

/** The line that nobody asked for. */
export const unasked = 'toLocaleString';

/** Why its hunk is rejected. */
export const reason = 'Nobody asked for another currency format';

/** What to answer to the question that follows this text of the command line; undefined where none follows. */
export function suggestionFor(text) {
  if (/^ {2}sha256:[0-9a-f]{64}\n$/.test(text)) {
    return 'y (only the plan; each write will ask again)';
  }
  if (text.includes('The session needs a new plan version')) {
    return 'n (the demo brings version 2 itself)';
  }
  if (!text.includes('Hold point: ')) {
    return undefined;
  }
  return answerTo(text).suggestion;
}

/** The answer to a hold point that shows this text. */
export function answerTo(text) {
  if (text.includes(`+  return (amount / 100).${unasked}`)) {
    return {
      keys: 'h, then y, then n',
      why: reason,
      suggestion: `h (hunk by hunk), then y, then n: ${reason.toLowerCase()}`,
    };
  }
  const why = text.includes('$ ') ? 'exactly this command' : 'exactly this change';
  return { keys: 'y', why, suggestion: `y (${why})` };
}
