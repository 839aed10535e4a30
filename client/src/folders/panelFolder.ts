let mean: ((root: string) => void) | undefined;

/** Says who is told which folder a person means when they act in a panel. */
export function hearPanelFolders(heard: (root: string) => void): void {
  mean = heard;
}

/** Whoever acts in a panel means its folder, whatever was looked at before. */
export function meanFolder(root: string | undefined): void {
  if (root !== undefined) {
    mean?.(root);
  }
}
