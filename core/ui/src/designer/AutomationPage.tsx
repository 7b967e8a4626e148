// The designer of one automation.
import DesignerPage from "./DesignerPage";

export default function AutomationPage() {
  return <DesignerPage kind="automation" />;
}
