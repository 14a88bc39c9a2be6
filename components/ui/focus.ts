/**
 * Moves the focus to what there is to read: but not, when that came along with a page whose scripts are
 * only here now, away from whoever went on before.
 */
export function takeFocus(element: HTMLElement | null, cameAlong: boolean): void {
  if (!cameAlong || document.activeElement === document.body) element?.focus();
}
