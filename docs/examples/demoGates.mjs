// Hold points without a person: what one would be asked is said, then the demo answers by its script.

import { answerTo, reason, unasked } from './demoAnswers.mjs';
import { say } from './demoVoice.mjs';

const planQuestion = 'Approve this plan? [y] yes  [n] no  [e] edit  [q] leave it waiting';
const gateQuestion = 'Go on? [y] approve  [n] reject  [h] per hunk  [e] edit the plan  [q] leave it waiting';

/** Answers hold points by the script of the demo, and counts them. */
export class ScriptedGates {
  #holdpoint;
  #count = 0;

  constructor(holdpoint) {
    this.#holdpoint = holdpoint;
  }

  /** Approves a plan version that is shown already. */
  approvePlan(session, version) {
    this.#title(`plan version ${version}`);
    tellAnswer(planQuestion, 'y', 'only the plan is approved; each write will ask again');
    this.#quietly('plan', 'approve', session, String(version));
  }

  /** Answers everything that waits; rejected hunks leave a smaller change, which is asked about again. */
  async answerWaiting() {
    const { items } = this.#holdpoint.ask('approvals', 'list');
    const inOrder = items.toSorted((one, other) => one.created_at.localeCompare(other.created_at));
    for (const { approval_id, step_id } of inOrder) {
      this.#title(`step ${step_id}`);
      await this.#holdpoint.show('approvals', 'show', approval_id);
      await this.#answer(approval_id);
    }
  }

  async #answer(approvalId) {
    const { previews } = this.#holdpoint.ask('approvals', 'show', approvalId);
    const { keys, why } = answerTo(previews.map(({ diff }) => diff).join('\n'));
    if (keys === 'y') {
      tellAnswer(gateQuestion, 'y', previews.length === 0 ? 'exactly this command' : why);
      this.#quietly('approvals', 'grant', approvalId);
      return;
    }
    tellAnswer(gateQuestion, keys, why);
    const [preview] = previews;
    const unwanted = preview.diff
      .split(/^@@/m)
      .slice(1)
      .findIndex((hunk) => hunk.includes(`.${unasked}`));
    const { index } = preview.hunks[unwanted];
    say('  What is left is a smaller change:');
    const words = ['--hunks', String(index), '--comment', reason];
    await this.#holdpoint.show('preview', 'reject', preview.preview_id, ...words);
    say('  It waits for an approval of its own.');
  }

  #quietly(...words) {
    this.#holdpoint.announce(...words);
    this.#holdpoint.ask(...words);
  }

  #title(what) {
    this.#count += 1;
    say(`\n  -- Hold point ${this.#count}: ${what}`);
  }
}

function tellAnswer(question, keys, why) {
  say(`  A person would be asked:\n    ${question}`);
  say(`  The demo answers: ${keys} (${why})`);
}
