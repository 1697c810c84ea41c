// A screen's heading, which takes the focus when the screen opens.

import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

export function Title({ id, class: look, children }:
    { id: string; class?: string; children: ComponentChildren }) {
  const own = useRef<HTMLHeadingElement>(null);
  useEffect(() => own.current?.focus({ preventScroll: true }), []);
  return <h2 id={id} ref={own} class={look} tabIndex={-1}>{children}</h2>;
}
