import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { AppError } from '#protocol/errors';
import { yamlText } from '../../core/plan/document/yamlText';
import type { Call, Outcome } from '../invocation';
import { startJourney } from '../run/journeys';
import { writeWhole } from '../run/output/writeWhole';
import { splitCommand } from './splitCommand';

/** What the wizard was told. */
export interface WizardAnswers {
  readonly goal: string;
  readonly file: string;
  readonly command: readonly string[];
}

/** Asks for a goal, a file and a command, makes a plan of them and runs it; its gates ask as those of any plan. */
export async function askWizard(call: Call): Promise<Outcome> {
  const { terminal, messages, globals } = call;
  if (!terminal.isInteractive) {
    throw new AppError('BAD_REQUEST', 'The wizard asks questions and needs a terminal.');
  }
  const goal = await needed(call, messages.wizardGoal);
  const file = await answer(call, messages.wizardFile);
  const command = splitCommand(await needed(call, messages.wizardCommand));
  const path = join(globals.root, '.holdpoint', 'drafts', `wizard-${randomBytes(4).toString('hex')}.yaml`);
  writeWhole(path, yamlText(wizardPlan({ goal, file, command })));
  terminal.say(path);
  return await startJourney(call, path, goal);
}

/** The plan that the answers make: read the file if one was named, then run the command. */
export function wizardPlan({ goal, file, command }: WizardAnswers): object {
  const look = { id: 'look', uses: 'read_file', with: { path: file } };
  const verify = {
    id: 'verify',
    uses: 'shell.run',
    with: { argv: command },
    risk: 'medium',
    needs: file === '' ? [] : ['look'],
  };
  return {
    schema: 'plan/1',
    title: goal,
    goal,
    steps: [...(file === '' ? [] : [look]), verify],
  };
}

/** Asks until something is answered. */
async function needed(call: Call, question: string): Promise<string> {
  for (;;) {
    const text = await answer(call, question);
    if (text !== '') {
      return text;
    }
    call.terminal.say(call.messages.wizardAgain);
  }
}

async function answer({ terminal }: Call, question: string): Promise<string> {
  const text = await terminal.ask(question);
  if (text === null) {
    throw new AppError('BAD_REQUEST', 'the questions were not answered');
  }
  return text.trim();
}
