// SPDX-License-Identifier: Apache-2.0

/// The policy of a program that was given none: three tags that every resource should have.
enum DefaultPolicy {
    static let text = """
        {
          "version": "2.0",
          "required_tags": [
            {"name": "CostCenter", "description": "Department or team that pays for the resource"},
            {"name": "Owner", "description": "Person or team to ask about the resource"},
            {
              "name": "Environment",
              "description": "Deployment environment",
              "allowed_values": ["production", "staging", "development", "testing"],
              "enforcement": {"case_sensitive": false, "normalize_to": "lowercase"}
            }
          ],
          "optional_tags": [
            {"name": "Application", "description": "Application that the resource belongs to"},
            {"name": "Project", "description": "Project or initiative"}
          ]
        }
        """
}
