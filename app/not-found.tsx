import { ErrorScreen } from "#components/shell/error-screen.tsx";
import { Standalone } from "#components/shell/standalone.tsx";

export default function NotFoundPage() {
  return (
    <Standalone>
      <ErrorScreen code="request.not_found" title={null} requestId={null} />
    </Standalone>
  );
}
