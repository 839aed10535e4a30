/** Says something to a screen reader, without moving anybody's focus. */
export function announce(text: string): void {
  const region = document.getElementById('announcements') ?? madeRegion();
  // The same words twice are read twice only when they are new to the region.
  region.textContent = '';
  requestAnimationFrame(() => {
    region.textContent = text;
  });
}

function madeRegion(): HTMLElement {
  const region = document.createElement('div');
  region.id = 'announcements';
  region.className = 'unseen';
  region.setAttribute('role', 'status');
  region.setAttribute('aria-live', 'polite');
  document.body.append(region);
  return region;
}
