/** A plan of about ten lines per step, each step after the one before and referring to it. */
export function longPlan(stepCount: number): string {
  const steps = Array.from(
    { length: stepCount },
    (_, index) => `  - id: step_${index}
    title: Step number ${index}
    uses: shell.run
    needs: [${index > 0 ? `step_${index - 1}` : ''}]
    with:
      argv: [npm, run, "task-${index}"${index > 0 ? `, "\${steps.step_${index - 1}.output.name}"` : ''}]
      cwd: packages/p${index}
    timeout: 2m
    when: inputs.on == true
    verify: [{ type: exit_code, expr: "0" }]
`,
  );
  return `schema: plan/1
title: A long plan
inputs: { type: object, properties: { on: { type: boolean, default: true } } }
policy: { limits: { max_steps: 100000 } }
steps:
${steps.join('')}`;
}
