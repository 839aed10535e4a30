import type { PreviewView } from '#protocol/methods/approvals';

/** The person at the desk: what is said to them and what they answer; null means they have left. */
export interface Desk {
  readonly hasColor: boolean;
  say(text: string): void;
  ask(question: string): Promise<string | null>;
}

/** The hunks of one preview that stay and those that go. */
export interface HunkChoice {
  readonly preview: PreviewView;
  readonly accept: number[];
  readonly reject: number[];
}
