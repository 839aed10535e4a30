/**
 * Asks again and again until the answer is there, at longer intervals the longer it takes: asking keeps the machine busy
 * that is to bring the answer about. Fails with what was awaited after the deadline.
 */
export async function until<T>(
  what: string,
  ask: () => T | undefined | false | Promise<T | undefined | false>,
  deadlineMs = 30_000,
): Promise<T> {
  const start = performance.now();
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) {
      return answer;
    }
    const waitedMs = performance.now() - start;
    if (waitedMs > deadlineMs) {
      throw new Error(`waited ${deadlineMs} ms for ${what}`);
    }
    await new Promise((resolve) => setTimeout(resolve, Math.min(50, 10 + waitedMs / 20)));
  }
}
