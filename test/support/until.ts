/** Asks again and again until the answer is there; fails with what was awaited after the deadline. */
export async function until<T>(
  what: string,
  ask: () => T | undefined | false | Promise<T | undefined | false>,
  deadlineMs = 30_000,
): Promise<T> {
  const end = performance.now() + deadlineMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) {
      return answer;
    }
    if (performance.now() > end) {
      throw new Error(`waited ${deadlineMs} ms for ${what}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
