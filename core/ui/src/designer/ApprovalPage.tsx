// The designer of one approval.
import DesignerPage from "./DesignerPage";

export default function ApprovalPage() {
  return <DesignerPage kind="approval" />;
}
