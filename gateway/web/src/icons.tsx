// The drawings on keys and screens.

export function BackspaceIcon() {
  return <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M8 5h13v14H8l-6-7z" /><path d="M11.5 9l6 6m0-6l-6 6" /></svg>;
}

export function WarningIcon() {
  return <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M12 3L1.8 21h20.4z" /><path d="M12 10v5m0 2.6v.2" /></svg>;
}

export function LinkIcon() {
  return <svg viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="6" /></svg>;
}

export function OutcomeIcon() {
  return (
    <svg class="mark" viewBox="0 0 24 24" aria-hidden="true">
      <circle cx="12" cy="12" r="11" /><path class="if-good" d="M6.5 12.5l4 4 7.5-8.5" />
      <path class="if-bad" d="M7.5 7.5l9 9m0-9l-9 9" /><path class="if-warn" d="M12 6v7m0 3.4v.2" />
    </svg>
  );
}
