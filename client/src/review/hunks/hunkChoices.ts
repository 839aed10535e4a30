import type { ChangeChoices, HunkVerdict } from '#protocol/views/change';

/** As much of a file as choosing among its hunks needs. */
export interface ChoosableFile {
  readonly preview_id: string;
  readonly hunks: readonly { readonly index: number }[];
}

/** How far a review has come. */
export interface ChoiceCounts {
  readonly hunks: number;
  readonly accepted: number;
  readonly rejected: number;
}

/** What a person has said of the hunks of a review; nothing of it has any effect before the decision. */
export class HunkChoices {
  readonly #files: ReadonlyMap<string, ChoosableFile>;
  readonly #said = new Map<string, Map<number, HunkVerdict>>();

  constructor(files: readonly ChoosableFile[], kept: ChangeChoices = {}) {
    this.#files = new Map(files.map((file) => [file.preview_id, file]));
    for (const { preview_id, hunks } of files) {
      for (const { index } of hunks) {
        const verdict = kept[preview_id]?.[index];
        if (verdict !== undefined) {
          this.set(preview_id, [index], verdict);
        }
      }
    }
  }

  /** Says something of some hunks of a file, or of all; what is not there is left alone. */
  set(previewId: string, hunks: readonly number[] | null, verdict: HunkVerdict | 'open'): void {
    const file = this.#files.get(previewId);
    const said = this.#said.get(previewId) ?? new Map<number, HunkVerdict>();
    this.#said.set(previewId, said);
    for (const { index } of file?.hunks ?? []) {
      if (hunks !== null && !hunks.includes(index)) {
        continue;
      }
      if (verdict === 'open') {
        said.delete(index);
      } else {
        said.set(index, verdict);
      }
    }
  }

  of(previewId: string, hunk: number): HunkVerdict | undefined {
    return this.#said.get(previewId)?.get(hunk);
  }

  /** How many hunks there are, and what was said of them, in one file or in all. */
  counts(previewId?: string): ChoiceCounts {
    const one = previewId === undefined ? undefined : this.#files.get(previewId);
    const files = previewId === undefined ? [...this.#files.values()] : one ? [one] : [];
    const verdicts = files.flatMap(({ preview_id }) => [...(this.#said.get(preview_id)?.values() ?? [])]);
    return {
      hunks: files.reduce((sum, { hunks }) => sum + hunks.length, 0),
      accepted: verdicts.filter((verdict) => verdict === 'accepted').length,
      rejected: verdicts.filter((verdict) => verdict === 'rejected').length,
    };
  }

  /** What is to be left out, file by file: what the server is told. */
  rejections(): { readonly preview_id: string; readonly reject: number[] }[] {
    return [...this.#files.values()].flatMap(({ preview_id }) => {
      const reject = this.rejected(preview_id);
      return reject.length === 0 ? [] : [{ preview_id, reject }];
    });
  }

  /** The rejected hunks of one file, in order. */
  rejected(previewId: string): number[] {
    return [...(this.#said.get(previewId) ?? [])]
      .filter(([, verdict]) => verdict === 'rejected')
      .map(([index]) => index)
      .sort((left, right) => left - right);
  }

  /** Everything said, in a form that can be kept and shown. */
  toJson(): ChangeChoices {
    return Object.fromEntries(
      [...this.#said].filter(([, said]) => said.size > 0).map(([id, said]) => [id, Object.fromEntries(said)]),
    );
  }
}
