/** Asks every folder: what some cannot answer keeps nobody from what others say; when none can, the first says why. */
export async function everyFolder<T>(
  all: readonly T[],
  ask: (one: T) => Promise<void>,
  none: () => Error,
): Promise<void> {
  if (all.length === 0) {
    throw none();
  }
  const answers = await Promise.allSettled(all.map(ask));
  const [failed] = answers.filter((answer) => answer.status === 'rejected');
  if (failed !== undefined && answers.every(({ status }) => status === 'rejected')) {
    throw failed.reason;
  }
}
