"use client";

import { UnexpectedError, type UnexpectedErrorProps } from "#components/shell/unexpected-error.tsx";

export default function ErrorPage({ error, retry }: UnexpectedErrorProps) {
  return <UnexpectedError error={error} retry={retry} />;
}
