/** The text of a plan that writes `made.txt`: drafts it and applies the draft. */
export const writing = (content: string) =>
  JSON.stringify({
    schema: 'plan/1',
    title: 'Write',
    workspace: { slot: 'in_place' },
    steps: [
      { id: 'draft', uses: 'write_file_preview', with: { path: 'made.txt', content } },
      { id: 'apply', uses: 'write_file_apply', needs: ['draft'], with: { preview: '${steps.draft.output}' } },
    ],
  });
