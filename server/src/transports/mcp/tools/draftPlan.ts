import { stringify } from 'yaml';
import { z } from 'zod';
import { ownTool } from './mcpTool';

const params = z.strictObject({
  goal: z.string().trim().min(1).max(10_000).describe('what shall be true when the plan is done'),
  title: z.string().trim().min(1).max(200).optional().describe('a few words; the goal without it'),
  read: z.array(z.string().min(1)).max(100).default([]).describe('files to read first, below the workspace'),
  write: z
    .array(z.strictObject({ path: z.string().min(1), content: z.string() }))
    .max(100)
    .default([])
    .describe('files with their whole new content; each is drafted, shown and only then written'),
  verify: z
    .array(z.string().min(1))
    .max(100)
    .default([])
    .describe('a command that shows that the goal is met, as argv'),
});

type Draft = z.output<typeof params>;

/** Gives an agent a plan to start from, checked, in the form in which it is proposed. */
export const draftPlan = ownTool(
  {
    title: 'Draft a plan',
    description:
      'Makes a plan/1 skeleton in YAML for a goal and checks it. Stores nothing and runs nothing: change the text as ' +
      'needed, then propose_plan. Every write is two steps, a draft that people see and an apply that waits for them.',
    params,
    role: 'viewer',
  },
  async (ask, draft, signal) => {
    const text = stringify(skeleton(draft), { lineWidth: 0 });
    return { text, check: await ask('plan/validate', { text, file_name: 'plan.yaml' }, signal) };
  },
);

function skeleton({ goal, title, read, write, verify }: Draft): object {
  const looks =
    read.length === 0
      ? [{ id: 'look', uses: 'list_dir', with: { path: '.' } }]
      : read.map((path, at) => ({ id: `read-${at + 1}`, uses: 'read_file', with: { path: literal(path) } }));
  const looked = looks.map(({ id }) => id);
  const changes = write.flatMap(({ path, content }, at) =>
    changeSteps(at + 1, { path, content, needs: looked }),
  );
  const changed = write.map((_, at) => `apply-${at + 1}`);
  const check = {
    id: 'verify',
    uses: 'test.run',
    needs: changed.length === 0 ? looked : changed,
    with: { argv: verify.map(literal) },
    verify: [{ type: 'exit_code', expr: '0' }],
  };
  return {
    schema: 'plan/1',
    title: title ?? goal.split('\n', 1)[0]?.slice(0, 120),
    goal,
    profile: 'standard',
    steps: [...looks, ...changes, ...(verify.length === 0 ? [] : [check])],
  };
}

function changeSteps(
  at: number,
  {
    path,
    content,
    needs,
  }: { readonly path: string; readonly content: string; readonly needs: readonly string[] },
): readonly object[] {
  const draft = { path: literal(path), content: literal(content) };
  const preview = `\${steps.draft-${at}.output}`;
  return [
    { id: `draft-${at}`, uses: 'write_file_preview', needs, with: draft },
    {
      id: `apply-${at}`,
      uses: 'write_file_apply',
      needs: [`draft-${at}`],
      ...touched(path),
      with: { preview },
    },
  ];
}

/** A step writes this file and no other; a name that would read as a pattern is left out. */
function touched(path: string): object {
  return /^[\w./-]+$/.test(path) ? { touches: [path] } : {};
}

/** What an agent hands over is text, never a reference of the plan. */
function literal(text: string): string {
  return text.replaceAll('${', () => '$${');
}
