/** The views that a person has before them now, by name and what they are about: such as `plan:` and a session. */
export const viewsInSight: Set<string> = new Set();

/** Notes whether a view is in sight. */
export function noteSight(view: string, isInSight: boolean): void {
  if (isInSight) {
    viewsInSight.add(view);
  } else {
    viewsInSight.delete(view);
  }
}
