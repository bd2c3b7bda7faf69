import java.io.FileInputStream;
import java.util.LinkedHashSet;
import java.util.Set;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** Judges PDF files: one line each, "PASS file" or "FAIL file clause-test ...". Arguments: flavour, files. */
public class Verdict {
    public static void main(String[] args) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        PDFAFlavour flavour = PDFAFlavour.byFlavourId(args[0]);
        for (int i = 1; i < args.length; i++) {
            try (FileInputStream in = new FileInputStream(args[i]);
                    PDFAParser parser = Foundries.defaultInstance().createParser(in, flavour)) {
                ValidationResult result =
                        Foundries.defaultInstance().createValidator(flavour, false).validate(parser);
                Set<String> rules = new LinkedHashSet<>();
                for (TestAssertion one : result.getTestAssertions()) {
                    rules.add(one.getRuleId().getClause() + "-" + one.getRuleId().getTestNumber());
                }
                String verdict = result.isCompliant() ? "PASS " : "FAIL ";
                System.out.println(verdict + args[i] + " " + String.join(" ", rules));
            }
        }
    }
}
