/** The nonce the server put into the page: with a strict content security policy only styles that carry it count. */
export const styleNonce = (): string => document.querySelector('meta[name="csp-nonce"]')?.getAttribute('content') ?? '';

/**
 * Dialogs stop the page behind them from scrolling with a `<style>` tag of their own (react-remove-scroll), which asks
 * for the nonce under the name that bundlers gave it.
 */
export function offerStyleNonce(): void {
  Object.assign(globalThis, { __webpack_nonce__: styleNonce() });
}
