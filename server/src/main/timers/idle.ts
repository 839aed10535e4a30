/** What decides how long an unused server stays. */
export interface IdleWatch {
  readonly idleMs: number;
  /** Whether somebody is connected or a run works; one that waits for a person does not count, it is durable. */
  readonly isBusy: () => Promise<boolean>;
  readonly onIdle: () => void;
}

/** Calls `onIdle` once nothing has happened for `idleMs`; returns how to stop watching. */
export function watchIdle({ idleMs, isBusy, onIdle }: IdleWatch): () => void {
  let busyAt = performance.now();
  let isAsking = false;
  const look = async () => {
    if (isAsking) {
      return;
    }
    isAsking = true;
    const busy = await isBusy().catch(() => true);
    isAsking = false;
    if (busy) {
      busyAt = performance.now();
    } else if (performance.now() - busyAt >= idleMs) {
      clearInterval(timer);
      onIdle();
    }
  };
  const timer = setInterval(() => void look(), Math.max(10, Math.min(idleMs / 4, 15_000)));
  return () => clearInterval(timer);
}
